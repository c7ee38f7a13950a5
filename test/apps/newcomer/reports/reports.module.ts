import { Module } from '@nestjs/common';
import { OrdersModule } from '../orders/orders.module.js';
import { JobTools } from './job-tools.js';
import { ReportTools } from './report-tools.js';

@Module({ imports: [OrdersModule], providers: [JobTools, ReportTools] })
export class ReportsModule {}
