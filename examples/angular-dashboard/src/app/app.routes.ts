import type { Routes } from '@angular/router';
import { ConnectPage } from './connection/connect-page';
import { SessionPage } from './sessions/session-page';
import { Welcome } from './shell/welcome';

export const routes: Routes = [
  { path: '', pathMatch: 'full', component: Welcome },
  { path: 'session/:id', component: SessionPage },
  { path: 'connect', component: ConnectPage },
  { path: '**', redirectTo: '' },
];
