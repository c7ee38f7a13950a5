import { ConfigurationError } from '../protocol/index.js';
import type { DtoProperty, DtoShape } from './dto-shape.js';
import { intersect } from './schema-intersection.js';

/**
 * Refuses a class that needs another instance of itself, be it through other classes: no JSON has an end there.
 * @param shapes all that an input or output consists of
 * @throws ConfigurationError
 */
export function refuseEndless(shapes: readonly DtoShape[], label: string): void {
  const ending = findEnding(shapes);
  const passed = new Set<DtoShape>();
  for (let shape = shapes.find((one) => !ending.has(one)); shape;) {
    const { name, nested } = neededBy(shape).find((property) => !ends(property, ending))!;
    const next = nested!.shapes[0]!;
    if (passed.has(next) || next === shape)
      throw new ConfigurationError(
        `${label}: ${shape.dto.name}.${name} always holds another ${next.dto.name}, so no JSON has an end. Add @IsOptional(), or declare an array`,
      );
    passed.add(shape);
    shape = next;
  }
}

function findEnding(shapes: readonly DtoShape[]): ReadonlySet<DtoShape> {
  const ending = new Set<DtoShape>();
  let isKnown = false;
  while (!isKnown) {
    const more = shapes.filter(
      (shape) => !ending.has(shape) && neededBy(shape).every((property) => ends(property, ending)),
    );
    for (const shape of more) ending.add(shape);
    isKnown = more.length === 0;
  }
  return ending;
}

function ends({ nested }: DtoProperty, ending: ReadonlySet<DtoShape>): boolean {
  return nested!.shapes.some((shape) => ending.has(shape));
}

/** What a transform makes, and a list that may be empty, need nothing. */
function neededBy({ properties }: DtoShape): DtoProperty[] {
  return [...properties.values()].filter(
    ({ nested, isRequired, transform, nullMeans, form, ownRules }) =>
      nested &&
      isRequired &&
      transform.functions.length === 0 &&
      nullMeans !== 'a value' &&
      (form === 'one' || hasMembers(intersect(ownRules.map(({ meaning }) => meaning.schema)))),
  );
}

function hasMembers({ minItems = 0, minProperties = 0 }: Readonly<Record<string, unknown>>): boolean {
  return Math.max(minItems as number, minProperties as number) > 0;
}
