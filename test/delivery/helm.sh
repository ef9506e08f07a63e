#!/bin/sh
# Stands in for helm: prints what `helm template … <release> <chart>` could print.
for word; do release=$chart chart=$word; done
cat <<YAML
# Source: $chart/templates/config.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: $release
  namespace: space-0
  labels:
    helm.sh/chart: $chart-1.2.3
data:
  on: "yes"
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: $release
  namespace: space-0
spec:
  selector:
    matchLabels: { app: $release }
  template:
    metadata:
      labels: { app: $release }
    spec:
      containers:
        - name: main
          image: ghcr.io/example/$chart:1.2.3
          resources:
            requests: { cpu: 10m, memory: 16Mi }
YAML
