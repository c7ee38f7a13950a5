import { Global, Module } from '@nestjs/common';
import { LandingPage } from '../transport/endpoints/index.js';
import { HtmlLandingPage } from './landing-page.js';

/** The page at `GET /`. */
@Global()
@Module({
  providers: [{ provide: LandingPage, useClass: HtmlLandingPage }],
  exports: [LandingPage],
})
export class LandingModule {}
