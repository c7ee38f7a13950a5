import { Injectable } from '@nestjs/common';
import { Expose, Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Describe, Tool } from '../../../../src/index.js';

class Range {
  @IsInt() from!: number;
}

class ListWithoutEach {
  @IsString() tags!: string[];
}

@Injectable()
export class ListTools {
  @Tool() search(input: ListWithoutEach): string {
    return input.tags.join(' ');
  }
}

class EachWithoutList {
  @IsString({ each: true }) tag!: string;
}

@Injectable()
export class EachTools {
  @Tool() search(input: EachWithoutList): string {
    return input.tag;
  }
}

class MembersWithoutType {
  @ValidateNested({ each: true }) ranges!: Range[];
}

@Injectable()
export class MembersTools {
  @Tool() search(input: MembersWithoutType): number {
    return input.ranges.length;
  }
}

class NestedWithoutRule {
  @IsOptional() range?: Range;
}

@Injectable()
export class NestedTools {
  @Tool() search(input: NestedWithoutRule): number {
    return input.range?.from ?? 0;
  }
}

class ObjectInPlace {
  @ValidateNested() range!: { from: number };
}

@Injectable()
export class InPlaceTools {
  @Tool() search(input: ObjectInPlace): number {
    return input.range.from;
  }
}

class RecordOfClasses {
  @ValidateNested({ each: true })
  @Type(() => Range)
  ranges!: Record<string, Range>;
}

@Injectable()
export class RecordTools {
  @Tool() search(input: RecordOfClasses): number {
    return Object.keys(input.ranges).length;
  }
}

class SetOfTexts {
  @IsString({ each: true }) tags!: Set<string>;
}

@Injectable()
export class SetTools {
  @Tool() search(input: SetOfTexts): number {
    return input.tags.size;
  }
}

class CrossedBounds {
  @Min(10) @Max(5) limit!: number;
}

@Injectable()
export class BoundsTools {
  @Tool() search(input: CrossedBounds): number {
    return input.limit;
  }
}

class TwoTypes {
  @IsString() @IsInt() id!: number;
}

@Injectable()
export class TwoTypesTools {
  @Tool() find(input: TwoTypes): number {
    return input.id;
  }
}

class OnlyDescribed {
  @Describe('Their name') name!: string;
}

@Injectable()
export class DescribedTools {
  @Tool() greet(input: OnlyDescribed): string {
    return input.name;
  }
}

class Undecorated {
  name!: string;
}

@Injectable()
export class UndecoratedTools {
  @Tool() greet(input: Undecorated): string {
    return input.name;
  }
}

class WithArguments {
  @IsString() name: string;

  constructor(from: { name: string }) {
    this.name = from.name;
  }
}

@Injectable()
export class ArgumentsTools {
  @Tool() greet(input: WithArguments): string {
    return input.name;
  }
}

class NoSubTypes {
  @ValidateNested()
  @Type(() => Range, { discriminator: { property: 'kind', subTypes: [] } })
  range!: Range;
}

@Injectable()
export class NoSubTypesTools {
  @Tool() search(input: NoSubTypes): number {
    return input.range.from;
  }
}

class SlowPattern {
  @Matches(/^(\w+\s?)*$/) words!: string;
}

@Injectable()
export class PatternTools {
  @Tool() search(input: SlowPattern): string {
    return input.words;
  }
}

class OneNameTwice {
  @Expose({ name: 'user_id' }) @IsInt() userId!: number;
  @Expose({ name: 'user_id' }) @IsInt() user!: number;
}

@Injectable()
export class ExposedTools {
  @Tool() find(input: OneNameTwice): number {
    return input.userId + input.user;
  }
}
