import { onAsk, type Rules } from '../model/rule';
import { METRICS_RULES } from './metrics';
import { PEER_RULES } from './peer-apps';
import { CLIENT_RULES } from './policy/clients';
import { DESTINATION_RULES } from './policy/destinations';
import { PORT_RULES } from './ports/port-rules';
import { GATEWAYS_OF_APPS } from './routes/gateway-unknown';
import { INGRESS_SHUT_OUT, INGRESS_SINGLE_POD } from './routes/ingress-reach';
import { ALL_ROUTE_RULES } from './routes/rules';
import { ADDRESS_RULES } from './services/address-rules';
import { LOCAL_TRAFFIC_RULES } from './services/local-traffic';
import { SERVICE_RULES } from './services/service-rules';
import { ADDRESS_UNSHARED } from './shared-addresses';
import { WAIT_RULES } from './wait-rules';

/** Rules about ports, Services, web addresses, metrics, and who may connect. */
export const NETWORK_RULES: Rules = {
  ask: [...[...PORT_RULES, ...ALL_ROUTE_RULES].map(onAsk), ...SERVICE_RULES, ...ADDRESS_RULES, ...METRICS_RULES, ...CLIENT_RULES, ...DESTINATION_RULES],
  plan: LOCAL_TRAFFIC_RULES,
  fleet: [ADDRESS_UNSHARED, ...PEER_RULES, ...WAIT_RULES, INGRESS_SHUT_OUT, INGRESS_SINGLE_POD, GATEWAYS_OF_APPS],
};
