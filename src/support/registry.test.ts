import { describe, expect, test } from 'vitest';
import { ArgumentError } from './errors.ts';
import {
  type Config,
  type ConfigurableClass,
  classesIn,
  deserializeObject,
  getRegisteredName,
  getRegisteredObject,
  isSerialized,
  optionsFromConfig,
  registerClasses,
  registerKerasSerializable,
  serializeObject,
} from './registry.ts';

/** A module of its own, so that no other test's classes are met. */
const MODULE = 'keras.test_shapes';

class Circle {
  static readonly className: string = 'Circle';
  readonly radius: number;
  built: Config | null = null;
  constructor(options: { radius?: number } = {}) {
    this.radius = options.radius ?? 1;
  }
  getConfig(): Config {
    return { radius: this.radius };
  }
  getBuildConfig(): Config | null {
    return this.built;
  }
  buildFromConfig(config: Config): void {
    this.built = config;
  }
  static fromConfig(config: Config): Circle {
    return new Circle({ radius: Number(config.radius) });
  }
}
class Square {
  static readonly className: string = 'Square';
  getConfig(): Config {
    return {};
  }
  static fromConfig(): Square {
    return new Square();
  }
}
class Private extends Square {
  static override readonly className = 'Private';
  static override fromConfig(): Private {
    return new Private();
  }
}
class Mine extends Square {
  static override readonly className = 'Mine';
  static override fromConfig(): Mine {
    return new Mine();
  }
}
registerClasses(MODULE, [Circle, Square], { round: Circle });
registerClasses('keras.src.test_shapes', [Private]);
registerKerasSerializable(Mine, { package: 'my_package', name: 'MyShape' });

const read = (serialized: unknown, customObjects?: Record<string, ConfigurableClass>) =>
  deserializeObject(serialized, { module: MODULE, customObjects });

describe('envelopes', () => {
  test('of built-in classes name their module', () => {
    expect(serializeObject(new Square())).toEqual({
      module: MODULE,
      class_name: 'Square',
      config: {},
      registered_name: null,
    });
  });

  test('of classes in private modules carry their name twice', () => {
    expect(serializeObject(new Private())).toMatchObject({
      module: 'keras.src.test_shapes',
      registered_name: 'Private',
    });
  });

  test('of registered and of unknown classes have no module', () => {
    expect(serializeObject(new Mine())).toMatchObject({
      module: null,
      class_name: 'Mine',
      registered_name: 'my_package>MyShape',
    });
    class Nobody extends Square {}
    expect(serializeObject(new Nobody())).toMatchObject({
      module: null,
      class_name: 'Nobody',
      registered_name: 'Nobody',
    });
  });

  test('tell how an object was built', () => {
    const circle = new Circle();
    expect(serializeObject(circle)).not.toHaveProperty('build_config');
    circle.built = { input_shape: [2] };
    expect(serializeObject(circle)).toMatchObject({ build_config: { input_shape: [2] } });
  });
});

describe('reading', () => {
  test('gives back what was written', () => {
    const circle = new Circle({ radius: 3 });
    circle.built = { input_shape: [2] };
    const back = read(JSON.parse(JSON.stringify(serializeObject(circle))));
    expect(back).toBeInstanceOf(Circle);
    expect(back).toMatchObject({ radius: 3, built: { input_shape: [2] } });
    expect(read(serializeObject(new Mine()))).toBeInstanceOf(Mine);
    expect(read(serializeObject(new Private()))).toBeInstanceOf(Private);
  });

  test('finds short forms, aliases and other modules', () => {
    expect(read({ class_name: 'Circle', config: { radius: 2 } })).toMatchObject({ radius: 2 });
    expect(read({ class_name: 'round', config: { radius: 2 } })).toBeInstanceOf(Circle);
    expect(read({ module: 'keras.elsewhere', class_name: 'Square', config: {} })).toBeInstanceOf(Square);
  });

  test("prefers the user's classes, for this object only", () => {
    const custom = { Square: Mine };
    expect(read({ class_name: 'Square', config: {} }, custom)).toBeInstanceOf(Mine);
    expect(read({ class_name: 'Square', config: {} })).not.toBeInstanceOf(Mine);
    expect(() => read({ class_name: 'Sqare', config: {} }, custom)).toThrow();
    expect(read({ class_name: 'Square', config: {} })).not.toBeInstanceOf(Mine);
  });

  test("hands the user's classes down to objects inside", () => {
    class Holder extends Square {
      static override readonly className = 'Holder';
      inner: unknown;
      static override fromConfig(config?: Config): Holder {
        const holder = new Holder();
        holder.inner = read(config?.inner);
        return holder;
      }
    }
    const back = read(
      { class_name: 'Holder', config: { inner: { class_name: 'Special', config: {} } } },
      { Holder, Special: Mine },
    );
    expect(back).toMatchObject({ inner: expect.any(Mine) });
  });

  test.each(['Sqare', 'constructor', 'toString', '__proto__', ''])('refuses the unknown class %j', (name) => {
    expect(() => read({ class_name: name, config: {} })).toThrow(ArgumentError);
    expect(() => read({ class_name: name, config: {} })).toThrow(`Unknown class of ${MODULE}.`);
    expect(() => read({ class_name: name, config: {}, registered_name: name })).toThrow(ArgumentError);
  });

  test('says what is near', () => {
    expect(() => read({ class_name: 'Sqare', config: {} })).toThrow('Did you mean "Square"? Received: "Sqare"');
  });

  test.each([
    null,
    3,
    'Square',
    [],
    {},
    { class_name: 'Square' },
    { class_name: 3, config: {} },
    { class_name: 'Square', config: [] },
  ])('refuses %j', (x) => {
    expect(isSerialized(x)).toBe(false);
    expect(() => read(x)).toThrow('Expected a serialized object with class_name and config. Received: ');
  });
});

test('the classes of a module, not of modules inside it', () => {
  registerClasses(`${MODULE}.inner`, [Private]);
  expect([...classesIn(MODULE).keys()].sort()).toEqual(['Circle', 'Square', 'round']);
});

test('options of a config are in camel case', () => {
  expect(optionsFromConfig({ kernel_initializer: 'zeros', beta_1: 0.9, name: 'x' })).toEqual({
    kernelInitializer: 'zeros',
    beta1: 0.9,
    name: 'x',
  });
});

describe('what was registered', () => {
  class Registered {
    static readonly className = 'Registered';
    static fromConfig = () => new Registered();
    getConfig = () => ({});
  }
  const twice = (x: number) => 2 * x;

  test('is found by its name, and names are found for it', () => {
    expect(getRegisteredName(Registered)).toBe('Registered');
    registerKerasSerializable(Registered, { package: 'shop', name: 'Till' });
    registerKerasSerializable(twice, { package: 'shop' });
    expect(getRegisteredName(Registered)).toBe('shop>Till');
    expect(getRegisteredName(twice)).toBe('shop>twice');
    expect(getRegisteredObject('shop>Till')).toBe(Registered);
    expect(getRegisteredObject('shop>twice')).toBe(twice);
    expect(getRegisteredObject('shop>Tilt')).toBeNull();
  });

  test('gives way to custom objects of the same name; built-in classes were not registered by the user', () => {
    class Other extends Registered {}
    expect(getRegisteredObject('shop>Till', { customObjects: { 'shop>Till': Other } })).toBe(Other);
    expect(getRegisteredObject('keras.layers.Dense')).toBeNull();
  });
});
