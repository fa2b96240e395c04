/** Keras's automatic names: `BatchNormalization` -> `batch_normalization`, `PReLU` -> `p_re_lu`, `Conv2D` -> `conv2d`. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** Config keys to option names: `kernel_initializer` -> `kernelInitializer`, `beta_1` -> `beta1`. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[A-Za-z0-9])_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
