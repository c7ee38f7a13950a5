import { BadRequestException, HttpException } from '@nestjs/common';
import { textOfException } from './http-exception-text.js';

describe('What an HttpException says', () => {
  it.each<[string, HttpException, string]>([
    ['a sentence', new BadRequestException('no bird'), 'no bird'],
    [
      'several, as ValidationPipe writes them',
      new BadRequestException(['no bird', 'no tree']),
      'no bird; no tree',
    ],
    ['several of its own', new HttpException({ message: ['a', 'b'] }, 422), 'a; b'],
    ['nothing', new BadRequestException(), 'Bad Request'],
    ['what is no text', new BadRequestException([{ property: 'bird' }]), 'Bad Request Exception'],
    ['a text alone', new HttpException('gone', 410), 'gone'],
  ])('is %s', (_, error, expected) => {
    expect(textOfException(error)).toBe(expected);
  });
});
