# What stands in for public images where none can be pulled. The host "localhost/" keeps engines from asking a registry.
LOCAL_BASE_IMAGE=localhost/sluice-base:bookworm
LOCAL_JRE_IMAGE=localhost/sluice-jre:25
LOCAL_KAFKA_IMAGE=localhost/sluice-kafka:4.3.1
LOCAL_LIBERTY_IMAGE=localhost/sluice-open-liberty:26.0.0.3
