import { Module } from '@nestjs/common';
import { AdministrationModule } from './administration/administration.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import { CustomersModule } from './customers/customers.module.js';
import { DocumentsModule } from './documents/documents.module.js';
import { HelpdeskModule } from './helpdesk/helpdesk.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { OrdersModule } from './orders/orders.module.js';
import { PaymentsModule } from './payments/payments.module.js';
import { PluginsModule } from './plugins/plugins.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { ShippingModule } from './shipping/shipping.module.js';

/** A bookshop: tools as somebody writes them who has read the guide on tools, and nothing else. */
@Module({
  imports: [
    AdministrationModule,
    CatalogModule,
    CustomersModule,
    DocumentsModule,
    HelpdeskModule,
    ImportsModule,
    OrdersModule,
    PaymentsModule,
    PluginsModule,
    ReportsModule,
    ShippingModule,
  ],
})
export class NewcomerModule {}
