/** Which folders of `src` a folder may import. */
export declare const layers: Readonly<Record<string, readonly string[]>>;
