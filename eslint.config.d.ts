/** Which folders of `src` a folder may import. */
export declare const layers: Readonly<Record<string, readonly string[]>>;
/** Which folders of `src/server` a folder of it may import. */
export declare const serverLayers: Readonly<Record<string, readonly string[]>>;
