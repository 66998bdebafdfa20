package io.sluice.benchmarks.gateway;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/** Two MQTT clients of Mosquitto, at least once (QoS 1) on both ways. */
final class MosquittoRelay implements Relay {
    private static final String TOPIC = "bench/relay";
    private static final int QOS = 1;
    private static final long PATIENCE_MILLIS = 10_000;

    private final Mosquitto broker;
    private final MqttAsyncClient sender;
    private final MqttAsyncClient receiver;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** Room for all that a trial lets be under way. */
    MosquittoRelay(Taker taker, int mostUnderWay) throws Exception {
        broker = new Mosquitto();
        receiver = client("receiver");
        sender = client("sender");
        receiver.setCallback(new Receiver(taker));
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMaxInflight(2 * mostUnderWay);
        receiver.connect(options).waitForCompletion(PATIENCE_MILLIS);
        receiver.subscribe(TOPIC, QOS).waitForCompletion(PATIENCE_MILLIS);
        sender.connect(options).waitForCompletion(PATIENCE_MILLIS);
    }

    private MqttAsyncClient client(String id) throws MqttException {
        return new MqttAsyncClient(broker.uri(), id, new MemoryPersistence());
    }

    private final class Receiver implements MqttCallback {
        private final Taker taker;

        Receiver(Taker taker) {
            this.taker = taker;
        }

        @Override
        public void messageArrived(String topic, MqttMessage message) {
            try {
                taker.take(message.getPayload());
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                throw e;
            }
        }

        @Override
        public void connectionLost(Throwable cause) {
            failure.compareAndSet(null, cause);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // It only receives.
        }
    }

    @Override
    public void send(byte[] message) throws Exception {
        sender.publish(TOPIC, message, QOS, false);
    }

    @Override
    public void throwIfFailed() {
        Throwable first = failure.get();
        if (first != null) {
            throw new IllegalStateException("an MQTT client failed: " + first.getMessage(), first);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            sender.disconnectForcibly(100, 1_000);
            receiver.disconnectForcibly(100, 1_000);
            sender.close(true);
            receiver.close(true);
        } catch (MqttException e) {
            throw new IOException("an MQTT client cannot be closed: " + e.getMessage(), e);
        } finally {
            broker.close();
        }
    }
}
