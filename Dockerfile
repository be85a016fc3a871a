FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -ntp -DskipTests package

FROM eclipse-temurin:17-jre
RUN useradd --create-home --uid 10001 telltale && mkdir /data && chown telltale /data
COPY --from=build /src/catalog-api/target/quarkus-app /app
USER telltale
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["java", "-jar", "/app/quarkus-run.jar"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
