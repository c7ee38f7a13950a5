import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { OpenResponses } from '../../http/index.js';
import { MessageIntake } from '../admission/index.js';
import { PostReplies } from '../post-reply/index.js';
import { SessionlessPost } from './sessionless-post.js';

/** A POST without a session, as the plain `curl` examples of MCP send it: the answer comes in the response. */
@Injectable()
export class SessionlessPostTransport {
  constructor(
    private readonly intake: MessageIntake,
    private readonly responses: OpenResponses,
    private readonly replies: PostReplies,
  ) {}

  /** Answers messages, errors too. */
  receive(request: IncomingMessage, response: ServerResponse): void {
    const post = new SessionlessPost(request, response, this.responses, this.replies);
    this.intake.receive(request, response, post);
  }
}
