import { Logger } from '@nestjs/common';
import type { DtoProperty } from './dto-shape.js';

const told = new WeakSet<DtoProperty>();

/** Says in the log, once of a property, what only the author of its class can mend. */
export function tellAuthor(property: DtoProperty, sentence: string): void {
  if (told.has(property)) return;
  told.add(property);
  new Logger('Tools').warn(`${property.label}: ${sentence}`);
}
