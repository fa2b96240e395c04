/** Whether there is a file system: Node, as opposed to a browser. */
export const hasFileSystem = (): boolean => typeof process !== 'undefined' && process.versions?.node !== undefined;
