// Pins github.com/prometheus/alertmanager. It is built in a copy of its module, for that lacks the web pages that it embeds.
module e2e

go 1.26.0

require github.com/prometheus/alertmanager v0.34.2
