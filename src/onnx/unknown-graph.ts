/** A graph contains something that this project does not write; the message completes "it is not ours: …". */
export class UnknownGraph extends Error {}
