import { type activations, type initializers, layers, Sequential } from 'keratin';

export interface DeepNetOptions {
  /** Hidden layers. Default 10. */
  readonly depth?: number;
  /** Units of each. Default 32. */
  readonly units?: number;
  /** Whether batch normalization follows each activation. Default false. */
  readonly batchNormalization?: boolean;
}

/** A deep net for 64 pixels and 10 classes. Activations are layers of their own, so that pre-activations can be seen. */
export function deepNet(
  activation: activations.ActivationIdentifier,
  kernelInitializer: initializers.InitializerIdentifier,
  options: DeepNetOptions = {},
): Sequential {
  const { depth = 10, units = 32, batchNormalization = false } = options;
  const net = new Sequential([new layers.Input({ shape: [64] })]);
  for (let i = 0; i < depth; i++) {
    net.add(new layers.Dense(units, { kernelInitializer }));
    net.add(new layers.Activation(activation));
    if (batchNormalization) net.add(new layers.BatchNormalization());
  }
  net.add(new layers.Dense(10));
  net.add(new layers.Activation('softmax'));
  return net;
}
