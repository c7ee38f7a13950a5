import { readMcpHeaders } from './index.js';

describe('readMcpHeaders', () => {
  it('gives each line of Mcp-* by its name in lower case, and nothing else', () => {
    const rawHeaders = [
      'Host',
      'localhost',
      'MCP-Name',
      'a',
      'mcp-name',
      'b',
      'Mcp-Param-X',
      '1',
      'Mcp',
      'c',
      'sec-mcp-name',
      'd',
    ];
    expect(readMcpHeaders({ rawHeaders })).toEqual({ 'mcp-name': ['a', 'b'], 'mcp-param-x': ['1'] });
  });
});
