import { describe, expect, test } from 'vitest';
import { family } from './family.ts';
import type { Config } from './registry.ts';

abstract class Shape {
  static readonly className: string = 'Shape';
  abstract corners(): number;
  getConfig(): Config {
    return {};
  }
}
class Polygon extends Shape {
  static override readonly className: string = 'Polygon';
  readonly #count: number;
  constructor(options: { count?: number } = {}) {
    super();
    this.#count = options.count ?? 3;
  }
  override corners(): number {
    return this.#count;
  }
  override getConfig(): Config {
    return { count: this.#count };
  }
  static fromConfig(config: Config): Polygon {
    return new Polygon({ count: Number(config.count ?? 3) });
  }
}
type Corners = () => number;
class FunctionShape extends Shape {
  readonly fn: Corners;
  constructor(fn: Corners) {
    super();
    this.fn = fn;
  }
  override corners(): number {
    return this.fn();
  }
}

const shapes = family({
  kind: 'shape',
  module: 'test.shapes',
  base: Shape,
  wrapper: FunctionShape,
  classes: { Polygon },
  aliases: { polygon: Polygon },
});

describe('get', () => {
  test('takes names, members, classes, functions, envelopes, and null', () => {
    const square = new Polygon({ count: 4 });
    expect(shapes.get(null)).toBeNull();
    expect(shapes.get('polygon').corners()).toBe(3);
    expect(shapes.get('Polygon').corners()).toBe(3);
    expect(shapes.get(square)).toBe(square);
    expect(shapes.get(Polygon).corners()).toBe(3);
    expect(shapes.get(() => 7).corners()).toBe(7);
    expect(shapes.get(shapes.serialize(square)).corners()).toBe(4);
    expect(shapes.deserialize({ class_name: 'Polygon', config: { count: 5 } }).corners()).toBe(5);
  });

  test('refuses unknown names with the nearest, and what is nothing of the kind', () => {
    // @ts-expect-error a misspelt name
    expect(() => shapes.get('poligon')).toThrow('Unknown shape. Did you mean "polygon"? Received: "poligon"');
    // @ts-expect-error no config
    expect(() => shapes.get({ sides: 3 })).toThrow('the name or the config of a shape. Received: {"sides":3}');
  });
});

describe('serialize and deserialize', () => {
  test('round trip', () => {
    const envelope = shapes.serialize(new Polygon({ count: 6 }));
    expect(envelope).toEqual({
      module: 'test.shapes',
      class_name: 'Polygon',
      config: { count: 6 },
      registered_name: null,
    });
    expect(shapes.deserialize(JSON.parse(JSON.stringify(envelope))).corners()).toBe(6);
  });

  test('functions go by their name', () => {
    const eleven = () => 11;
    const envelope = shapes.serialize(shapes.get(eleven));
    expect(envelope).toEqual({
      module: 'builtins',
      class_name: 'function',
      config: 'eleven',
      registered_name: 'function',
    });
    expect(shapes.deserialize(envelope, { customObjects: { eleven } }).corners()).toBe(11);
    expect(() => shapes.deserialize(envelope)).toThrow('Unknown shape');
    expect(() => shapes.serialize(shapes.get(() => 1))).toThrow('must have a name');
  });

  test('custom classes go before known ones', () => {
    class Polygon12 extends Polygon {
      static override fromConfig(): Polygon {
        return new Polygon({ count: 12 });
      }
    }
    const config = { class_name: 'Polygon', config: {} };
    expect(shapes.deserialize(config, { customObjects: { Polygon: Polygon12 } }).corners()).toBe(12);
  });
});
