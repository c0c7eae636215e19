using NJsonSchema;
using NJsonSchema.Validation;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>The schema for editors: current, and of one mind with the reader, as another library reads it.</summary>
public sealed class ScenarioSchemaTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "scenarios");

    public static TheoryData<string> Shipped =>
        [.. Directory.EnumerateFiles(_folder, "*.yaml").Select(path => Path.GetFileName(path))];

    [Fact]
    public void The_shipped_schema_is_that_of_the_types()
    {
        string shipped = File.ReadAllText(Path.Combine(_folder, "scenario.schema.json"));
        Assert.True(
            shipped == ScenarioSchema.Write(),
            "scenarios/scenario.schema.json is out of date; 'gdoisim schema' prints the current one.");
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task Every_shipped_scenario_is_valid(string name) =>
        Assert.Empty(await ErrorsOf(File.ReadAllText(Path.Combine(_folder, name))));

    [Fact]
    public async Task Every_shipped_sweep_is_valid_under_its_own_schema()
    {
        string folder = Path.Combine(_folder, "sweeps");
        JsonSchema schema = await JsonSchema.FromFileAsync(
            Path.Combine(folder, "sweep.schema.json"), TestContext.Current.CancellationToken);
        string[] sweeps = Directory.GetFiles(folder, "*.yaml");
        Assert.NotEmpty(sweeps);
        Assert.All(sweeps, path => Assert.Empty(schema.Validate(YamlAsJson.Convert(File.ReadAllText(path)))));
        // Values are written as in a scenario, numbers without quotes too; an axis says in one way what they are.
        const string axes = "{scenario: a.yaml, axes: [{parameter: group.size, %}]}";
        Assert.Empty(schema.Validate(YamlAsJson.Convert(axes.Replace("%", "values: [1, 2s, true, unlimited]"))));
        Assert.NotEmpty(schema.Validate(YamlAsJson.Convert(axes.Replace("%", "value: [1]"))));
        Assert.NotEmpty(schema.Validate(YamlAsJson.Convert(axes.Replace("%", "log: {from: 1, to: 2}"))));
        Assert.NotEmpty(schema.Validate(YamlAsJson.Convert(
            axes.Replace("%", "values: [1], log: {from: 1, to: 2, points: 2}"))));
    }

    [Fact]
    public async Task A_file_with_every_key_is_valid() =>
        Assert.Empty(await ErrorsOf(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "every-key.yaml"))));

    [Theory]
    [InlineData("seed: 1")]
    [InlineData("group: {}")]
    [InlineData("group: {size: 0}")]
    [InlineData("group: {size: 16000001}")]
    [InlineData("group: {size: 10, jiter: 1s}")]
    [InlineData("group: {size: 10, jitter: 5}")]
    [InlineData("group: {size: 10, jitter: 5 s}")]
    [InlineData("group: {size: 10, identity: ipv5}")]
    [InlineData("group: {size: 10, acknowledges: maybe}")]
    [InlineData("group: {size: 10, profiles: []}")]
    [InlineData("group: {size: 10, profiles: [{name: a}]}")]
    [InlineData("group: {size: 10, offline: {up: 1h}}")]
    [InlineData("{group: {size: 10}, network: {push: {loss: 101}}}")]
    [InlineData("{group: {size: 10}, network: {push: {loss: {bernoulli: 1%, gilbert_elliott: {loss: 1%}}}}}")]
    [InlineData("{group: {size: 10}, network: {push: {latency: {base: {uniform: [1s]}}}}}")]
    [InlineData("{group: {size: 10}, key_server: {receive_buffer: 256 packets}}")]
    [InlineData("{group: {size: 10}, key_server: {link: {bandwidth: 100Mbit}}}")]
    [InlineData("{group: {size: 10}, evict: {after: 0}}")]
    [InlineData("{group: {size: 10}, rekey: {replace_kek: every 0}}")]
    public async Task What_the_reader_refuses_is_invalid(string text)
    {
        Assert.NotEmpty(ScenarioText.ProblemsOf(text));
        Assert.NotEmpty(await ErrorsOf(text));
    }

    [Fact]
    public async Task Every_default_is_valid_where_it_stands()
    {
        JsonSchema schema = await Schema();
        Stack<JsonSchema> open = new([schema, .. schema.Definitions.Values]);
        HashSet<JsonSchema> seen = [];
        int defaults = 0;
        while (open.TryPop(out JsonSchema? next))
        {
            foreach (JsonSchema below in next.AnyOf.Concat(next.AllOf).Concat(next.Properties.Values).Where(seen.Add))
            {
                open.Push(below);
            }

            if (next.Default is { } value)
            {
                string json = Newtonsoft.Json.JsonConvert.SerializeObject(value);
                Assert.True(next.Validate(json).Count == 0, $"{next.Description} {json}");
                defaults++;
            }
        }

        Assert.InRange(defaults, 40, 100);
    }

    private static Task<JsonSchema> Schema() =>
        JsonSchema.FromFileAsync(Path.Combine(_folder, "scenario.schema.json"));

    private static async Task<ICollection<ValidationError>> ErrorsOf(string yaml) =>
        (await Schema()).Validate(YamlAsJson.Convert(yaml));
}
