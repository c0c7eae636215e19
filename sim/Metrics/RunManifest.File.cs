namespace GdoiSim.Metrics;

/// <content>The file: names, units and order of the fields.</content>
public sealed partial record RunManifest
{
    public static Table Table { get; } = new(
        Metrics.Schema.ManifestFile,
        typeof(RunManifest),
        "What is needed to repeat the run, and how it went on this machine: one object, flat, the fields in this "
        + "order.",
        [
            new("schema", "version", nameof(Schema)),
            new("product", "name and version", nameof(Product)),
            new("runtime", "name and version", nameof(Runtime)),
            new("partial", "true/false", nameof(Partial)),
            new("seed", "number", nameof(Seed)),
            new("fingerprint", "32 hex digits", nameof(Fingerprint)),
            new("scenario.name", "name", nameof(ScenarioName)),
            new("scenario.sha256", "64 hex digits", nameof(ScenarioHash)),
            new("scenario.set", "list", nameof(Overrides)),
            new("scenario.text", "YAML", nameof(ScenarioText)),
            new("host.name", "name", nameof(HostName)),
            new("host.system", "name", nameof(HostSystem)),
            new("host.processor", "name", nameof(HostProcessor)),
            new("host.cores", "cores", nameof(HostCores)),
            new("host.vector", "name", nameof(HostVector)),
            new("started", "UTC, ISO 8601", nameof(Started)),
            new("wall_seconds", "s", nameof(WallSeconds)),
            new("events", "events", nameof(Events)),
            new("events_per_second", "1/s", nameof(EventsPerSecond)),
            new("peak_rss_bytes", "octets", nameof(PeakResidentOctets)),
        ]);

    /// <summary>Writes the file into <paramref name="directory"/>.</summary>
    public void Write(string directory)
    {
        using var fields = new FieldWriter(directory, Table);
        fields.Whole(Schema);
        fields.Text(Product);
        fields.Text(Runtime);
        fields.Truth(Partial);
        fields.Whole(Seed);
        fields.Text(Fingerprint);
        fields.Text(ScenarioName);
        fields.Text(ScenarioHash);
        fields.Texts(Overrides);
        fields.Text(ScenarioText);
        fields.Text(HostName);
        fields.Text(HostSystem);
        fields.Text(HostProcessor);
        fields.Whole(HostCores);
        fields.Text(HostVector);
        fields.Text(Started);
        fields.Real(WallSeconds);
        fields.Whole(Events);
        fields.Real(EventsPerSecond);
        fields.Whole(PeakResidentOctets);
    }

    /// <summary>Reads the file in <paramref name="directory"/>.</summary>
    /// <exception cref="ResultException">It is not there, not JSON, or not of this schema version.</exception>
    public static RunManifest Read(string directory)
    {
        using var fields = new FieldReader(directory, Table);
        return new RunManifest
        {
            Schema = fields.Small("schema"),
            Product = fields.Text("product"),
            Runtime = fields.Text("runtime"),
            Partial = fields.Truth("partial"),
            Seed = fields.Unsigned("seed"),
            Fingerprint = fields.Text("fingerprint"),
            ScenarioName = fields.Text("scenario.name"),
            ScenarioHash = fields.Text("scenario.sha256"),
            Overrides = fields.Texts("scenario.set"),
            ScenarioText = fields.Text("scenario.text"),
            HostName = fields.Text("host.name"),
            HostSystem = fields.Text("host.system"),
            HostProcessor = fields.Text("host.processor"),
            HostCores = fields.Small("host.cores"),
            HostVector = fields.Text("host.vector"),
            Started = fields.Text("started"),
            WallSeconds = fields.Real("wall_seconds"),
            Events = fields.Whole("events"),
            EventsPerSecond = fields.Real("events_per_second"),
            PeakResidentOctets = fields.Whole("peak_rss_bytes"),
        };
    }
}
