package dev.loopkeeper.engine.worker;

import dev.loopkeeper.engine.control.ControlClientOptions;
import dev.loopkeeper.engine.network.ExchangeServerOptions;
import dev.loopkeeper.engine.network.JobSecret;
import dev.loopkeeper.engine.network.TransportSecurity;
import dev.loopkeeper.engine.security.JobSecurity;
import dev.loopkeeper.engine.security.PeerRole;
import java.util.Set;

/** How a worker proves itself and whom it believes: the token always, certificates where there are any (K14). */
final class WorkerSecurity {

    private WorkerSecurity() {}

    /** Towards the coordinator. */
    static ControlClientOptions control(WorkerConfig config) {
        ControlClientOptions options = ControlClientOptions.of(config.token(), config.heartbeatTimeout());
        JobSecurity security = config.security();
        return security == null
                ? options
                : options.withTls(security.keys(), security.trust(Set.of(PeerRole.COORDINATOR)));
    }

    /** Between workers. */
    static ExchangeServerOptions exchange(WorkerConfig config) {
        ExchangeServerOptions options = ExchangeServerOptions.of(
                config.dataBind(), config.job(), JobSecret.of(config.token().authorization()));
        JobSecurity security = config.security();
        return security == null
                ? options
                : options.withSecurity(TransportSecurity.mutual(security.context(Set.of(PeerRole.WORKER))));
    }
}
