import { Injectable, Module } from '@nestjs/common';
import { McpPrincipal, type Principal, Tool } from '../../../src/index.js';
import { bearer } from '../auth/tokens.js';
import { callTool, post } from '../wire/http.js';

@Injectable()
class PrincipalTools {
  @Tool()
  principal(@McpPrincipal() { id, scopes, claims }: Principal): object {
    return { id, scopes, claims: claims ?? 'none' };
  }

  /** Each call shares what was kept of its token. */
  @Tool()
  changeClaims(@McpPrincipal() { claims }: Principal): string {
    const roles = claims!['realm_access.roles'] as string[];
    const attempts = [() => roles.push('root'), () => ((claims as Record<string, unknown>)['email'] = 'eve')];
    return attempts
      .map((attempt) => {
        try {
          attempt();
          return 'changed';
        } catch (error) {
          return (error as Error).name;
        }
      })
      .join();
  }
}

/** Tools that say for whom they are called. */
@Module({ providers: [PrincipalTools] })
export class PrincipalModule {}

/** What the tool `principal` says, or the status of a refusal. */
export async function principalOf(url: string, token: string): Promise<unknown> {
  const { status, json } = await post(`${url}/message`, callTool(1, 'principal'), bearer(token));
  const answer = json as { result?: { structuredContent: unknown } };
  return status === 200 ? answer.result!.structuredContent : status;
}
