import { Image } from '../availability/app/image';

/**
 * Every image of the catalogue, in one place. A digest was seen pinned in public files, never asked of a registry;
 * the comments say by how many and when. Where nobody was seen to pin one, the tag stands alone.
 */
export const IMAGES = {
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
  // Tag seen in one public Dockerfile, 2026-11; no digest seen anywhere.
  handbrake: Image.of('docker.io/jlesage/handbrake', 'v26.03.3'),
  // Seen in four public repositories, 2026-11. Tags of this image were rebuilt before, so the digest matters.
  traefik: Image.of('docker.io/library/traefik', 'v3.7.14', 'sha256:575fa15b135078fe5e50aa847987d96dbddd7b093c172429618404df73f3fa7c'),
} as const;
