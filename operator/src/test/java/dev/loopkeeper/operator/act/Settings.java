package dev.loopkeeper.operator.act;

import java.util.List;
import java.util.Optional;

/**
 * The operator's settings in a test.
 *
 * @param bucket of the default store; null if there is none
 */
record Settings(String bucket) implements OperatorSettings {

    /** The Secret of the default store. */
    static final String SECRET = "default-store";

    @Override
    public String namespace() {
        return "loopkeeper";
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public boolean leaderElection() {
        return false;
    }

    @Override
    public String lease() {
        return "loopkeeper";
    }

    @Override
    public Optional<String> watchNamespaces() {
        return Optional.empty();
    }

    @Override
    public boolean watchNodes() {
        return false;
    }

    @Override
    public Optional<String> workerImage() {
        return Optional.of("image:1");
    }

    @Override
    public Optional<String> workerPullPolicy() {
        return Optional.of("Always");
    }

    @Override
    public JobPodMonitors jobPodMonitors() {
        throw new UnsupportedOperationException();
    }

    @Override
    public DefaultStore defaultStore() {
        return new Store(bucket);
    }

    private record Store(String bucket) implements DefaultStore {

        @Override
        public Optional<String> endpoint() {
            return Optional.ofNullable(bucket).map(_ -> "https://s3.example");
        }

        @Override
        public Optional<List<String>> formerEndpoints() {
            return Optional.of(List.of("https://earlier.example"));
        }

        @Override
        public Optional<String> prefix() {
            return Optional.empty();
        }

        @Override
        public String region() {
            return "eu-1";
        }

        @Override
        public Optional<String> secret() {
            return Optional.of(SECRET);
        }

        @Override
        public boolean conditionalWrites() {
            return true;
        }
    }
}
