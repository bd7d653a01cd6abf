/** Whose interface a hub has. */
export type HubKind = 'huggingface' | 'modelscope';

/** What differs between the hubs beside their interface. */
type HubWords = {
  /** Address of the hub if the environment names no other. */
  readonly endpoint: string;
  /** The branch that a repository has if no revision is asked for. */
  readonly branch: string;
  /** The variables that name another address and a token. */
  readonly endpointVariable: string;
  readonly tokenVariable: string;
  /** The path of a repository's page, before `owner/name`. */
  readonly page: string;
};

/** The hubs by their kind. The variables are those of their Python tools. */
export const HUBS: Readonly<Record<HubKind, HubWords>> = {
  huggingface: {
    endpoint: 'https://huggingface.co',
    branch: 'main',
    endpointVariable: 'HF_ENDPOINT',
    tokenVariable: 'HF_TOKEN',
    page: '/',
  },
  modelscope: {
    endpoint: 'https://modelscope.cn',
    branch: 'master',
    endpointVariable: 'MODELSCOPE_ENDPOINT',
    tokenVariable: 'MODELSCOPE_API_TOKEN',
    page: '/models/',
  },
};

const PREFIX = 'modelscope:';
const REPOSITORY = /^(modelscope:)?[\w-][\w.-]*\/[\w-][\w.-]*$/;

/** Whether a text has the form of a hub repository: `owner/name`, or `modelscope:owner/name`. */
export function isRepositoryName(text: string): boolean {
  return REPOSITORY.test(text);
}

/** The hub that a repository is on, by the prefix of its name. */
export function hubKindOf(repository: string): HubKind {
  return repository.startsWith(PREFIX) ? 'modelscope' : 'huggingface';
}

/** `owner/name` without the prefix of the hub. */
export function nameOnHub(repository: string): string {
  return repository.startsWith(PREFIX) ? repository.slice(PREFIX.length) : repository;
}
