import {
  ClassSerializerInterceptor,
  type INestApplication,
  Injectable,
  UseInterceptors,
} from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { Exclude, Expose, Transform, Type } from 'class-transformer';
import { IsDate, IsInt, IsOptional, IsString, ValidateNested } from 'class-validator';
import { Describe, McpModule, Tool } from '../../src/index.js';
import { connect, type McpTestClient } from '../../src/testing/index.js';

class Row {
  @IsInt() id = 7;
  @Exclude() version = 3;
}

class Address {
  @Expose({ name: 'post_code' }) @IsString() postCode = '1010';
  @Exclude() @IsString() door = '12';
}

class Customer extends Row {
  @Expose({ name: 'first_name' }) @IsString() firstName!: string;
  @Exclude() @IsString() passwordHash = 'secret';
  @Exclude({ toClassOnly: true }) @IsString() state = 'new';
  @Describe('How much they paid', { schema: { type: 'string', pattern: '^\\d+ EUR$' } })
  @Transform(({ value }) => `${value} EUR`, { toPlainOnly: true })
  @IsInt()
  paid!: number;
  @Transform(({ value }) => Number(value), { toClassOnly: true }) @IsInt() visits = 2;
  @IsDate() since = new Date(0);
  @ValidateNested() @Type(() => Address) address = new Address();
  @IsOptional() @ValidateNested({ each: true }) @Type(() => Address) others = [new Address()];
  @Expose({ groups: ['admin'] }) @IsOptional() @IsString() note = 'pays late';

  @Expose({ name: 'initial' })
  @IsString()
  get initialOfName(): string {
    return this.firstName.charAt(0);
  }

  static of(firstName: string): Customer {
    return Object.assign(new Customer(), { firstName, paid: 5 });
  }
}

/** None of its decorators are class-transformer's. */
class Plain {
  @IsString() name!: string;
}

class Page {
  @ValidateNested({ each: true }) @Type(() => Customer) customers!: Customer[];
}

@Injectable()
class CustomerTools {
  @Tool() one(): Customer {
    return Customer.of('Ann');
  }

  @Tool({ output: [Customer] }) async list(): Promise<Customer[]> {
    return Promise.resolve([Customer.of('Ann'), Customer.of('Bob')]);
  }

  @Tool({ output: Page }) nested(): Page {
    return { customers: [Customer.of('Ann')] };
  }

  @Tool({ output: Customer }) full(): object {
    return { content: [], structuredContent: Customer.of('Ann') };
  }

  @Tool({ output: Customer }) literal(): object {
    return ann('Ann');
  }

  @Tool() async later(): Promise<Customer> {
    return Promise.resolve(Customer.of('Ann'));
  }

  @Tool() async laterList(): Promise<Customer[]> {
    return Promise.resolve([Customer.of('Ann'), Customer.of('Bob')]);
  }

  @Tool() async laterFull(): Promise<object> {
    return Promise.resolve({ content: [], structuredContent: { customer: Customer.of('Ann') } });
  }

  @Tool({ output: Plain }) plain(): Plain {
    return Object.assign(new Plain(), { name: 'Ann' });
  }
}

@Injectable()
@UseInterceptors(ClassSerializerInterceptor)
class SerializedTools {
  @Tool() serialized(): Customer {
    return Customer.of('Ann');
  }

  @Tool({ output: [Customer] }) serializedList(): Customer[] {
    return [Customer.of('Ann')];
  }
}

const address = { post_code: '1010' };

/** What instanceToPlain() of class-transformer makes. */
const ann = (first_name: string): object => ({
  id: 7,
  state: 'new',
  visits: 2,
  since: '1970-01-01T00:00:00.000Z',
  address,
  others: [address],
  first_name,
  paid: '5 EUR',
  initial: first_name[0],
});

describe('An output class with decorators of class-transformer', () => {
  let app: INestApplication;
  let mcp: McpTestClient;

  beforeAll(async () => {
    const module = await Test.createTestingModule({
      imports: [McpModule.forRoot()],
      providers: [CustomerTools, SerializedTools],
    }).compile();
    app = module.createNestApplication({ logger: false });
    mcp = await connect(app);
  });

  afterAll(async () => {
    await mcp.close();
    await app.close();
  });

  it('is described as it is sent', async () => {
    const tools = await mcp.listTools();
    const { outputSchema } = tools.find(({ name }) => name === 'one')!;
    const properties = outputSchema!.properties as Record<string, object>;
    expect(Object.keys(properties).toSorted()).toEqual([...Object.keys(ann('Ann')), 'note'].toSorted());
    expect(properties['paid']).toEqual({
      type: 'string',
      pattern: '^\\d+ EUR$',
      description: 'How much they paid',
    });
    expect(properties['initial']).toEqual({ type: 'string' });
    expect((outputSchema!['required'] as string[]).toSorted()).toEqual(['first_name', 'initial', 'paid']);
    expect(JSON.stringify(outputSchema)).not.toMatch(/secret|door/);
  });

  it.each(['one', 'full', 'literal', 'serialized'])('is sent so, as of %s', async (name) => {
    const { structuredContent } = await mcp.callTool(name);
    expect(structuredContent).toEqual(ann('Ann'));
  });

  it('is sent so in lists and objects', async () => {
    const [list, serialized] = [await mcp.callTool('list'), await mcp.callTool('serializedList')];
    expect(list).toEqual({
      content: [{ type: 'text', text: expect.not.stringContaining('secret') as string }],
      structuredContent: { result: [ann('Ann'), ann('Bob')] },
    });
    expect(serialized.structuredContent).toEqual({ result: [ann('Ann')] });
    expect((await mcp.callTool('nested')).structuredContent).toEqual({ customers: [ann('Ann')] });
  });

  it('is sent so where the tool says nothing of its output, since TypeScript writes down a promise', async () => {
    expect((await mcp.callTool('later')).structuredContent).toEqual(ann('Ann'));
    const [list] = (await mcp.callTool('laterList')).content;
    expect(JSON.parse((list as { text: string }).text)).toEqual([ann('Ann'), ann('Bob')]);
    expect((await mcp.callTool('laterFull')).structuredContent).toEqual({ customer: ann('Ann') });
  });

  it('needs none', async () => {
    expect((await mcp.callTool('plain')).structuredContent).toEqual({ name: 'Ann' });
  });
});
