/** For docs/drills.md: what no drill can say, because what stands for it here is played. */
export const MODELLED = `## What is drilled, and what is modelled

Drilled, by the real controllers and the real scheduler: when a node counts as gone, how fast the nodes of a zone are evicted and when that stops, tolerations, where pods go and who is driven away for them, when a volume is free again, what a budget lets go, when a dead pod leaves its Service, and what waits for what.

Modelled, because no control plane decides it. The report marks such times:

| what | where its time comes from |
|---|---|
| DRBD: quorum of its volumes, fail-over, what a frozen side does | measured with DRBD played by files, see [failures](failures.md); votes from its manual |
| what a fencing device needs until the power is off | \`fencing.automatedWithin\` of the facts |
| how fast a load balancer moves an address | its documentation |
| the share of requests that goes to a dead address of a way in, and which clients ask again | the facts |
| the other server of a control plane that takes over the lead | leases of its documentation: here one controller manager runs |
| loss of data; what an app answers without a database that it needs | storage class and \`dependsOn\` of the facts: an app counts as down while what it needs is; when its readiness probe finds it again is drilled (\`needs\`) |

How long an attachment and the start of a container take is played, too: here both take a second, and the report counts with the estimates that its terms name.
`;
