import 'reflect-metadata';
import { SetMetadata } from '@nestjs/common';
import { MethodMark } from './method-mark.js';

const first = new MethodMark<string>('@First()', 'test:first');
const second = new MethodMark<string>('@Second()', 'test:second');

/** Puts another method in place, and copies nothing. */
const Replace: MethodDecorator = (_prototype, _key, descriptor) => {
  descriptor.value = (() => 'replaced') as never;
};

class Marked {
  @Replace
  @SetMetadata('between', 'kept')
  @Replace
  @second.decorate('b')
  @first.decorate('a')
  both(_input: string): string {
    return 'own';
  }
}

class Heir extends Marked {
  override both(input: string): string {
    return super.both(input);
  }
}

describe('MethodMark', () => {
  const method = Reflect.get(Marked.prototype, 'both') as () => string;

  it('follows a method with several marks through the decorators above them', () => {
    const places = [first, second].map((mark) => mark.find(Marked.prototype, 'both')!);
    expect(places.map(({ options }) => options)).toEqual(['a', 'b']);
    for (const { followed } of places) {
      expect(followed!.first).toHaveLength(1);
      expect(followed!.latest).toBe(method);
    }
    expect(method()).toBe('replaced');
  });

  it('keeps what stood on a method for the one in its place', () => {
    expect(Reflect.getMetadata('between', method)).toBe('kept');
    expect([first.readCopied(method), second.readCopied(method)]).toEqual(['a', 'b']);
  });

  it('lists the places of its own decorator, and none of a method that overrides one', () => {
    expect([...first.list()].map(({ owner, key }) => [owner, key])).toEqual([[Marked.prototype, 'both']]);
    expect(first.find(Heir.prototype, 'both')).toBeUndefined();
  });
});
