import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable, Optional } from '@nestjs/common';
import { OpenResponses } from '../../http/index.js';
import { RequestDispatcher, ServedRevisions } from '../../json-rpc/index.js';
import { MessageIntake, type MessagePost } from '../admission/index.js';
import { type ClientQuirk, ClientQuirkObservers, RequestQuirks } from '../client-quirks/index.js';
import { chooseResponseMode, PostReplies } from '../post-reply/index.js';
import { StatelessHttpOptions } from './stateless-http.options.js';
import { StatelessPost } from './stateless-post.js';
import { SubscriptionStreams } from './subscription-streams.service.js';

/**
 * Streamable HTTP as revision 2026-07-28 has it: each POST stands alone, and says of itself what `initialize` agreed on before.
 * @see https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http
 */
@Injectable()
export class StatelessHttpTransport {
  constructor(
    private readonly intake: MessageIntake,
    private readonly replies: PostReplies,
    private readonly responses: OpenResponses,
    private readonly quirkObservers: ClientQuirkObservers,
    private readonly subscriptions: SubscriptionStreams,
    private readonly dispatcher: RequestDispatcher,
    @Optional() private readonly served: ServedRevisions = new ServedRevisions(),
    @Optional() private readonly options: StatelessHttpOptions = new StatelessHttpOptions(),
  ) {}

  /** Messages, where no older revision is served at their URL. Answers errors too. @param quirk what the caller knows of the request */
  receive(request: IncomingMessage, response: ServerResponse, quirk?: ClientQuirk): void {
    this.intake.receive(request, response, () => this.open(request, response, quirk));
  }

  /** A POST whose body is of this wire. @param quirk what the caller knows of the request @throws HttpError 406 */
  open(request: IncomingMessage, response: ServerResponse, quirk?: ClientQuirk): MessagePost {
    const quirks = new RequestQuirks(this.quirkObservers);
    if (quirk) quirks.note(quirk);
    const mode = chooseResponseMode(request, this.options.responseMode, quirks);
    const { replies, responses, served, subscriptions, options } = this;
    return new StatelessPost({
      request,
      response,
      mode,
      quirks,
      replies,
      responses,
      served,
      subscriptions,
      options,
      targetOf: (message) => this.dispatcher.targetOf(message),
    });
  }
}
