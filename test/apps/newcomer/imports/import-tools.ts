import { Injectable } from '@nestjs/common';
import { Tool } from '../../../../src/index.js';
import { ImportCodesInput } from './import-codes.js';
import { ImportMeasuresInput } from './import-measures.js';
import { ImportObjectsInput } from './import-objects.js';
import { ImportSupplierInput } from './import-supplier.js';

/** What suppliers send of their books. */
@Injectable()
export class ImportTools {
  @Tool({ name: 'import_codes', description: 'Takes the codes of a book over' })
  importCodes(input: ImportCodesInput): string {
    const codes = Object.values(input).filter((code) => code !== undefined);
    return `Version ${input.version}, ${codes.length - 1} codes`;
  }

  @Tool({ name: 'import_supplier', description: 'Takes a supplier over' })
  importSupplier({ url, country }: ImportSupplierInput): string {
    return `${url} in ${country}`;
  }

  @Tool({ name: 'import_measures', description: 'Takes what was measured of a book over' })
  importMeasures({ weight, weighedAt }: ImportMeasuresInput): string {
    return `${weight} g at ${weighedAt.toISOString()}`;
  }

  @Tool({ name: 'import_objects', description: 'Takes the rest over' })
  async importObjects({ shelf, pages, size, copies }: ImportObjectsInput): Promise<string> {
    return `${(await copies) ?? 1} times ${pages} pages of ${size.width} x ${size.height} on ${shelf}`;
  }
}
