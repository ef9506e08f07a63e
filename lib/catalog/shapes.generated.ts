// Made from the types by `npm run shapes`: change those, not this file.
import { CLIENT, SERVICE_TYPE } from '../availability/ask/network/shapes.generated';
import { DURATION, SIZE } from '../cluster/shapes.generated';
import { ENV_VALUE, RESOURCES_PROPS } from '../availability/ask/container/shapes.generated';
import { OBJECTIVE, REPLICAS } from '../availability/ask/shapes.generated';
import { ROUTE_API } from '../availability/model/shapes.generated';
import { SECRET_KEY } from '../availability/ask/reference/shapes.generated';
import { VOLUME } from '../availability/ask/volume/shapes.generated';
import { ZigbeeAdapter } from './zigbee-coordinator';
import { flag, instance, list, mapOf, number, oneOf, optional, record, text, within, without } from '../cluster/shape';

export const DNS_UPSTREAM = record({ addresses: list(text), tlsName: text });

export const CORE_DNS_OPTIONS = record({
  address: optional(text),
  hosts: optional(mapOf(text)),
  upstream: optional(DNS_UPSTREAM),
  allowFrom: optional(list(CLIENT)),
  replicas: optional(REPLICAS),
  namespace: optional(text),
  objective: optional(OBJECTIVE),
  resources: optional(RESOURCES_PROPS),
});

export const DYNAMIC_DNS_OPTIONS = record({ secretName: optional(text), schedule: optional(text), namespace: optional(text) });

export const WEB_APP_OPTIONS = record({
  host: text,
  namespace: optional(text),
  objective: optional(OBJECTIVE),
  timeZone: optional(text),
  resources: optional(RESOURCES_PROPS),
});

export const FORGEJO_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, dataSize: optional(SIZE), sshServiceType: optional(SERVICE_TYPE) });

export const VPN_OPTIONS = record({
  provider: text,
  address: optional(text),
  countries: optional(list(text)),
  settings: optional(mapOf(ENV_VALUE)),
});

export const BEHIND_VPN_OPTIONS = record({ ...VPN_OPTIONS.fields, secretName: text });

export const HELPER_OPTIONS = without(WEB_APP_OPTIONS, 'host', 'timeZone');

export const HAND_BRAKE_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  media: VOLUME,
  output: optional(VOLUME),
  devices: optional(list(text)),
  configSize: optional(SIZE),
});

export const HOME_ASSISTANT_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, devices: optional(list(text)), configSize: optional(SIZE) });

export const JELLYFIN_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  media: VOLUME,
  devices: optional(list(text)),
  gpu: optional(text),
  renderGroup: optional(number),
  configSize: optional(SIZE),
  cacheSize: optional(SIZE),
});

export const SERVARR_COMMON_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, configSize: optional(SIZE) });

export const SERVARR_OPTIONS = record({ ...SERVARR_COMMON_OPTIONS.fields, media: VOLUME });

export const LIDARR_OPTIONS = SERVARR_OPTIONS;

export const DATABASE_CONNECTION = record({ host: text, password: SECRET_KEY, name: optional(text) });

export const MINIFLUX_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, database: DATABASE_CONNECTION, secretName: optional(text) });

export const MOSQUITTO_OPTIONS = record({
  secretName: optional(text),
  config: optional(text),
  serviceType: optional(SERVICE_TYPE),
  allowFrom: optional(list(CLIENT)),
  namespace: optional(text),
  objective: optional(OBJECTIVE),
  resources: optional(RESOURCES_PROPS),
});

export const OPEN_CLOUD_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  dataSize: optional(SIZE),
  configSize: optional(SIZE),
  secretName: optional(text),
});

export const BROKER_CONNECTION = record({ host: text, password: optional(SECRET_KEY) });

export const PAPERLESS_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  database: DATABASE_CONNECTION,
  broker: BROKER_CONNECTION,
  office: optional(record({ tika: text, gotenberg: text })),
  consume: optional(VOLUME),
  librarySize: optional(SIZE),
  ocrLanguage: optional(text),
  secretName: optional(text),
});

export const PLEX_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  media: VOLUME,
  configSize: optional(SIZE),
  transcodeSize: optional(SIZE),
  serviceType: optional(SERVICE_TYPE),
  secretName: optional(text),
});

export const POSTGRES_OPTIONS = record({
  database: text,
  allowFrom: list(CLIENT),
  namespace: optional(text),
  secretName: optional(text),
  dataSize: optional(SIZE),
  objective: optional(OBJECTIVE),
  resources: optional(RESOURCES_PROPS),
});

export const PROWLARR_OPTIONS = SERVARR_COMMON_OPTIONS;

export const RADARR_OPTIONS = SERVARR_OPTIONS;

export const S3_OPTIONS = record({
  dataSize: SIZE,
  host: optional(text),
  allowFrom: optional(list(CLIENT)),
  secretName: optional(text),
  namespace: optional(text),
  objective: optional(OBJECTIVE),
  resources: optional(RESOURCES_PROPS),
});

export const SONARR_OPTIONS = SERVARR_OPTIONS;

export const SYNCTHING_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  folders: optional(list(VOLUME)),
  dataSize: optional(SIZE),
  serviceType: optional(SERVICE_TYPE),
});

export const TRAEFIK_OPTIONS = record({
  replicas: optional(REPLICAS),
  serviceType: optional(SERVICE_TYPE),
  namespace: optional(text),
  objective: optional(OBJECTIVE),
  routeApi: optional(ROUTE_API),
  args: optional(list(text)),
  metrics: optional(record({ interval: optional(within(DURATION, 0, 86400)) })),
  resources: optional(RESOURCES_PROPS),
});

export const TRANSMISSION_VPN_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  vpn: VPN_OPTIONS,
  media: VOLUME,
  configSize: optional(SIZE),
  secretName: optional(text),
});

export const UPTIME_KUMA_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, dataSize: optional(SIZE), ping: optional(flag) });

export const VALKEY_OPTIONS = record({
  allowFrom: list(CLIENT),
  dataSize: optional(SIZE),
  namespace: optional(text),
  objective: optional(OBJECTIVE),
  resources: optional(RESOURCES_PROPS),
});

export const VAULTWARDEN_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, dataSize: optional(SIZE), secretName: optional(text) });

export const ZIGBEE_ADAPTER = oneOf('ZigbeeAdapter', ZigbeeAdapter);

export const ZIGBEE_COORDINATOR = instance('ZigbeeCoordinator', 'ZigbeeCoordinator.stick(…)', { port: text, adapter: ZIGBEE_ADAPTER, device: optional(text) });

export const ZIGBEE2_MQTT_OPTIONS = record({
  ...WEB_APP_OPTIONS.fields,
  coordinator: ZIGBEE_COORDINATOR,
  mqtt: text,
  secretName: optional(text),
  dataSize: optional(SIZE),
});

export const ZWAVE_JS_UI_OPTIONS = record({ ...WEB_APP_OPTIONS.fields, stick: text, configSize: optional(SIZE), secretName: optional(text) });
