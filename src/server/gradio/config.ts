import { COMPONENTS, type Component } from './components.js';
import { type Endpoint, ENDPOINTS } from './endpoints.js';

/** Prefix of the protocol's routes. */
export const API_PREFIX = '/gradio_api';

/** The release of Gradio whose protocol the server implements. */
const GRADIO_VERSION = '6.25.0';

/** The values of the configuration that are not constant. */
export type ConfigContext = {
  /** Public URL without a slash at the end. */
  readonly root: string;
  /** A new one for each start of the server. */
  readonly appId: string;
  readonly largestBytes: number;
};

/** The response of `/config`, which Gradio's clients read first. */
export function describeConfig({ root, appId, largestBytes }: ConfigContext): object {
  return {
    version: GRADIO_VERSION,
    api_prefix: API_PREFIX,
    mode: 'blocks',
    app_id: appId,
    dev_mode: false,
    analytics_enabled: false,
    components: COMPONENTS.map(describeComponent),
    css: null,
    connect_heartbeat: false,
    js: '',
    head: '',
    title: '基于 wav2vec2 与 IEMOCAP 的情感识别',
    space_id: null,
    enable_queue: true,
    show_error: true,
    show_api: true,
    is_colab: false,
    max_file_size: largestBytes,
    stylesheets: [],
    theme: 'default',
    protocol: 'sse_v3',
    body_css: {},
    fill_height: false,
    fill_width: false,
    layout: { id: 0, children: COMPONENTS.map(({ id }) => ({ id })) },
    page: {},
    pages: [['', 'Home']],
    current_page: '',
    dependencies: ENDPOINTS.map(describeDependency),
    root,
    username: null,
  };
}

/** The response of `/gradio_api/info`: the functions with their parameters. */
export function describeInfo(): object {
  const named = ENDPOINTS.map(({ name, inputs, outputs }) => [
    `/${name}`,
    {
      parameters: inputs.map((component) => ({
        ...describeValue(component),
        parameter_name: component.label,
        parameter_has_default: false,
        parameter_default: null,
        example_input: component.example,
      })),
      returns: outputs.map(describeValue),
      api_visibility: 'public',
    },
  ]);
  return { named_endpoints: Object.fromEntries(named) as object, unnamed_endpoints: {} };
}

function describeComponent({ id, type, label, schema }: Component): object {
  return {
    id,
    type,
    skip_api: false,
    component_class_id: type,
    key: null,
    props: { label, name: type, show_label: true, visible: true, value: null, interactive: true },
    api_info: schema,
    api_info_as_input: schema,
    api_info_as_output: schema,
  };
}

function describeDependency({ id, name, inputs, outputs }: Endpoint): object {
  return {
    id,
    targets: [[null, 'click']],
    inputs: inputs.map((component) => component.id),
    outputs: outputs.map((component) => component.id),
    backend_fn: true,
    js: null,
    queue: true,
    api_name: name,
    api_visibility: 'public',
    show_api: true,
    scroll_to_output: false,
    show_progress: 'full',
    batch: false,
    max_batch_size: 4,
    cancels: [],
    types: { generator: false, cancel: false },
    collects_event_data: false,
    trigger_after: null,
    trigger_only_on_success: false,
    trigger_mode: 'once',
    zerogpu: false,
    rendered_in: null,
  };
}

function describeValue({ label, type, schema, pythonType }: Component): object {
  return {
    label,
    type: schema,
    python_type: { type: pythonType, description: '' },
    component: type.charAt(0).toUpperCase() + type.slice(1),
  };
}
