# As the public image: Liberty under /opt/ol, user 1001, the server's folders at /config and /output.
ARG JRE_IMAGE
FROM ${JRE_IMAGE}
COPY --chown=1001:0 wlp /opt/ol/wlp
RUN useradd --uid 1001 --gid 0 --home-dir /opt/ol/wlp --shell /usr/sbin/nologin default && \
    mkdir -p /logs /opt/ol/wlp/output/defaultServer /opt/ol/wlp/usr/servers/defaultServer/apps \
      /opt/ol/wlp/usr/servers/defaultServer/configDropins/defaults \
      /opt/ol/wlp/usr/servers/defaultServer/configDropins/overrides && \
    chmod 755 /opt/ol/wlp/bin/* && chown 1001:0 /opt/ol && chown -R 1001:0 /logs /opt/ol/wlp/output /opt/ol/wlp/usr && \
    ln -s /opt/ol/wlp/usr/servers/defaultServer /config && ln -s /opt/ol/wlp/output/defaultServer /output
ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/ol/wlp/bin \
    LOG_DIR=/logs WLP_OUTPUT_DIR=/opt/ol/wlp/output
USER 1001
EXPOSE 9080 9443
CMD ["server", "run", "defaultServer"]
