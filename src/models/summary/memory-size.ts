const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as Keras writes them: `9.25 KB`. */
export function formatMemory(bytes: number): string {
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${size.toFixed(2)} ${units[unit]}`;
}
