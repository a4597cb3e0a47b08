/**
 * A job's coordinator, a deterministic state machine. {@link dev.loopkeeper.engine.coordinator.JobCoordinator} holds it together; read it first.
 *
 * <table>
 * <caption>The packages in the order in which a job meets them</caption>
 * <tr><td>{@code port}</td><td>what a coordinator is given</td></tr>
 * <tr><td>{@code fence}</td><td>conditional writes (R12)</td></tr>
 * <tr><td>{@code claim}</td><td>the claim, and what the job starts from</td></tr>
 * <tr><td>{@code region}</td><td>attempts, registration, deployment, failures, stops</td></tr>
 * <tr><td>{@code restart}</td><td>strategies and budgets</td></tr>
 * <tr><td>{@code restore}</td><td>the state that tasks start from</td></tr>
 * <tr><td>{@code snapshot}</td><td>open, acknowledge, commit, abort, retain, sweep</td></tr>
 * <tr><td>{@code loop}</td><td>rounds and waves</td></tr>
 * <tr><td>{@code process}</td><td>the coordinator as a process</td></tr>
 * </table>
 */
package dev.loopkeeper.engine.coordinator;
