import { Image } from '../availability/ask/reference/image';

/**
 * Every image of the catalogue, in one place. A digest was seen pinned in public files, never asked of a registry;
 * the comments say by how many and when. Where nobody was seen to pin one, the tag stands alone.
 */
export const IMAGES = {
  // Services, 2026-11. Seen in metio/kurly and eight more files.
  uptimeKuma: Image.of('docker.io/louislam/uptime-kuma', '2.5.5', 'sha256:c74379ac4509ce2d2c2633f509e67003ee2e45b6e995c5e43fc101f45a0e1fbe'),
  // Seen in three public files; older ones pin other builds of the same tag.
  mosquitto: Image.of('docker.io/library/eclipse-mosquitto', '2.1.2-alpine', 'sha256:38c0da4f2ef84284d47b3b3eeea1cb3bdeabe81ee10caf0cd5c5ff61ee3ea408'),
  // Seen in two public files, probably of one owner.
  zigbee2mqtt: Image.of('ghcr.io/koenkk/zigbee2mqtt', '2.14.1', 'sha256:fef0de769dcd04c27b3a6d277b61046eb96284bdd4198dcb1687c3a01b3020f3'),
  // Seen in more than eight public files.
  coredns: Image.of('docker.io/coredns/coredns', '1.14.7', 'sha256:7efd3c635b03efd68c4e8398fc45f0d993d0e9ab016f72c1cefb0fd6d01aa286'),
  // Seen in four public files; this tag is rebuilt often, so the digest matters. Debian's: it lends any user a name (libnss-wrapper).
  postgres: Image.of('docker.io/library/postgres', '18.6', 'sha256:5a5a84b19854a9ffaa54082c166ff4ec27473a361e496e5ea167f298f2da9722'),
  // Seen in four public files; another build of the same tag was seen too.
  valkey: Image.of('docker.io/valkey/valkey', '9.1.2', 'sha256:418652cfb58ef879d4978c33553735d7147016032d5aefaa14c828e611eb9dfd'),
  // Seen in nine public files, of which one says that it asked the registry.
  versitygw: Image.of('ghcr.io/versity/versitygw', 'v1.8.0', 'sha256:30292fc2eeacc67a36993b01f7a7a5e3361a19cced0e80c1d71cfa2a4b0a2499'),
  // Seen in ten public files.
  curl: Image.of('docker.io/curlimages/curl', '8.22.0', 'sha256:58adaa4e8dca9c988bae2aba4ab3434a0bb2da16bbe3f92dec39ec7785166777'),
  // Seen in four public repositories, 2026-11.
  sonarr: Image.of('ghcr.io/home-operations/sonarr', '4.0.20.3012', 'sha256:1f19eb5e0f421418c1a956bbe01310a0141423afe28bd9a4b1dcb8629ff2bce2'),
  // Seen in four public repositories, 2026-11.
  radarr: Image.of('ghcr.io/home-operations/radarr', '6.4.4.10685', 'sha256:be53998a2d39cfa3c3315b70c7509a6a1f2a10c3aee9337653efc9f4c970430e'),
  // Tag seen in five public repositories, digest in one of them, 2026-11.
  lidarr: Image.of('ghcr.io/home-operations/lidarr', '3.1.2.4902', 'sha256:dab0e07502a34436fc50c3e789388f0a29f8cbf681fb7a02ed703ad7c368a22c'),
  // Seen in one public homelab, in many of its files, 2026-11.
  plex: Image.of('ghcr.io/home-operations/plex', '1.43.3.10828', 'sha256:0c0b6899339503af17cb190b25af6acf10f0030e2820985e16ee14ef428f49d7'),
  // Tag seen in five public repositories, digest in one of them (metio/kurly), 2026-11.
  opencloud: Image.of('docker.io/opencloudeu/opencloud', '7.2.4', 'sha256:6d992ccc5f1cbc7b2a9b272ba25f879b1b159c2d7ed7f5527e09059f16295697'),
  // Seen in onedr0p/home-ops, 2026-11; newer tags (11.24.1) were seen, but none with a digest.
  zwaveJsUi: Image.of('ghcr.io/zwave-js/zwave-js-ui', '11.10.1', 'sha256:d38bee896a9d99dd6d558c258c9935656ea73e58b7ebf1cae5479a73f6e0553e'),
  // Seen in one public repository, 2026-11. This one, not the official image: that must run as root.
  homeAssistant: Image.of('ghcr.io/home-operations/home-assistant', '2026.8.0', 'sha256:99c0293b3ad103151a9d8b860232fd1c6db425eadb9eb4905c0ecbef65b27363'),
  // Tag seen in one public Dockerfile, 2026-11; looked for again: no digest of this release, nor of the last five, seen anywhere.
  handbrake: Image.of('docker.io/jlesage/handbrake', 'v26.03.3'),
  // Seen in four public repositories, 2026-11. Tags of this image were rebuilt before, so the digest matters.
  traefik: Image.of('docker.io/library/traefik', 'v3.7.14', 'sha256:575fa15b135078fe5e50aa847987d96dbddd7b093c172429618404df73f3fa7c'),
  // Seen in three public repositories, 2026-10.
  prowlarr: Image.of('ghcr.io/home-operations/prowlarr', '2.6.5.5623', 'sha256:6152751c3ea2e7751564f5952173d5e83eed0e09f3fabd2cb6bdb58690c39e2f'),
  // Seen in four public repositories, 2026-10.
  gluetun: Image.of('ghcr.io/qdm12/gluetun', 'v3.41.3', 'sha256:fa19cc76b2af13d57a8d3dc3066f2ada061b1c761b8aecf989b3877c0486e027'),
  // Seen in one public repository, 2026-11. The tag is rebuilt each week, so the digest matters. home-operations stands at 4.0.6, and nobody was seen to pin it.
  transmission: Image.of('ghcr.io/linuxserver/transmission', '4.1.3', 'sha256:8ae5bb0b1be8289bc4d89f246639f50def76c5bc265eba7223bc56e6aa9e9182'),
  // Seen in six public files, 2026-10; ghcr.io has the same versions with other digests.
  jellyfin: Image.of('docker.io/jellyfin/jellyfin', '12.2', 'sha256:357724bf0ae27a672c7cbaa899db2d9abeb13dbd8657ccce750258a4c059d037'),
  // Seen in two public repositories, 2026-09; 3.3.0 was seen with a digest in one only.
  paperless: Image.of('ghcr.io/paperless-ngx/paperless-ngx', '3.2.1', 'sha256:5fa76604a81df6945086e0837b14b56543d137e8ce4f311cc5d9ebe907e74e79'),
  // Seen in metio/kurly and nine more public files, 2026-11.
  tika: Image.of('docker.io/apache/tika', '3.3.1.0', 'sha256:90b7fa1dc018434075fce9e1d9b88b1e3d0ea6979d0cf86e116c79a8073ae973'),
  // Seen in five public files, 2026-11.
  gotenberg: Image.of('docker.io/gotenberg/gotenberg', '8.37.0', 'sha256:f29984bd1e226bf1b93ba90af06000afa8b315853e99d27b9aaa41b93f15c769'),
  // Seen in metio/kurly and six public files, 2026-10.
  vaultwarden: Image.of('docker.io/vaultwarden/server', '1.37.3', 'sha256:1587c45feaa479f1f5e8af3b00eded36bff77bcf1880cf8dbf0541706dd470e0'),
  // Seen in three public repositories, 2026-11; 2.1.6 is out, but was seen with no digest.
  syncthing: Image.of('docker.io/syncthing/syncthing', '2.1.5', 'sha256:397aa00b92b48d65540ea3ae3cbf271b87bdccbe07a0b7bd7d2debc3a7b29138'),
  // Seen in six public files of several owners, 2026-11.
  forgejo: Image.of('codeberg.org/forgejo/forgejo', '16.0.5-rootless', 'sha256:5effb7305584aca479b29fde6f9631a6dbe86ae798ae02eeea33a3666f0c0bf8'),
  // Seen in metio/kurly and one more public repository, 2026-11.
  miniflux: Image.of('docker.io/miniflux/miniflux', '2.3.3', 'sha256:49d7b60987616387c306a8023087b31f2c9b7b21288b523026cb04058e8b6dbb'),
} as const;
