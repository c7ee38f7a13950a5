import { type } from 'arktype';
import { IsBoolean, IsEnum, IsInt, IsOptional, IsString, IsUUID, MinLength } from 'class-validator';
import { Describe } from '../../../../src/index.js';

const Urgency = { Low: 'low', High: 'high' } as const;
type Urgency = (typeof Urgency)[keyof typeof Urgency];

export class ListTicketsInput {
  @IsOptional()
  @IsEnum(Urgency)
  urgency?: Urgency;

  @IsOptional()
  @IsBoolean()
  mine?: boolean;

  @IsOptional()
  @IsUUID()
  after?: string;
}

export class AddNoteInput {
  @IsInt()
  ticketId!: number;

  @Describe('Markdown')
  @IsString()
  @MinLength(1)
  text!: string;

  @IsOptional()
  internal: boolean = true;
}

export const RouteTicket = type({
  to: "'team'",
  team: "'billing' | 'shipping'",
  ticketId: 'number.integer',
}).or({
  to: "'person'",
  email: 'string.email',
  ticketId: 'number.integer',
});
