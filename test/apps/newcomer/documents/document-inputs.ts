import {
  IsBase64,
  IsIn,
  IsInt,
  IsMimeType,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { Describe } from '../../../../src/index.js';

export class UploadInput {
  @Describe('With its extension')
  @Matches(/^[\w-]+\.\w{2,4}$/)
  @MaxLength(60)
  fileName!: string;

  @IsMimeType()
  mimeType = 'application/pdf';

  @Describe('The bytes')
  @IsBase64()
  @MaxLength(20_000)
  data!: string;

  @IsOptional()
  @IsString()
  folder?: string;
}

export class DocumentInput {
  @IsString()
  fileName!: string;
}

export class ThumbnailInput extends DocumentInput {
  @Describe('In pixels')
  @IsInt()
  @Min(16)
  @Max(512)
  width = 128;

  @IsIn(['png', 'webp'])
  format = 'png';
}
