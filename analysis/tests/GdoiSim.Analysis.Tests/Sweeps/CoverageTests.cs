using System.Globalization;
using GdoiSim.Analysis.Sweeps;
using Xunit;

namespace GdoiSim.Analysis.Tests.Sweeps;

/// <summary>Intervals against a case of which the answer is known.</summary>
public sealed class CoverageTests : IDisposable
{
    private const int Sweeps = 200;
    private const int Members = 60;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// One transmission, loss p of the rekey and q of the acknowledgement, independent: members are acknowledged with
    /// probability (1 - p)(1 - q), and in the mean as many as that times their number.
    /// </summary>
    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Intervals_of_200_sweeps_contain_the_known_mean_in_90_to_99_per_cent()
    {
        File.WriteAllText(_folder.File("known.yaml"), $$"""
            group: {size: {{Members}}, jitter: 1s}
            rekey: {count: 1}
            retransmit: {count: 0}
            """);
        File.WriteAllText(_folder.File("sweep.yaml"), """
            scenario: known.yaml
            axes:
              - parameter: network.push.loss
                values: [10%, 30%]
              - parameter: network.ack.loss
                values: [20%]
            replications: 8
            """);
        int[] contained = new int[2];
        for (int i = 0; i < Sweeps; i++)
        {
            Count(1_000UL * (ulong)(i + 1), contained);
        }

        // 95 % of 200 are 190 ± 3.1.
        Assert.All(contained, count => Assert.InRange(count, Sweeps * 90 / 100, Sweeps * 99 / 100));
    }

    private void Count(ulong seed, int[] contained)
    {
        string directory = _folder.File($"{seed}");
        SweepDocument document = SweepDocument.Read(_folder.File("sweep.yaml"), [$"seed={seed}"], null, "test");
        Assert.Empty(document.Problems.InOrder());
        SweepDescription description = document.Description!;
        using (SweepStore store = SweepDirectory.Open(directory, ref description, force: false))
        {
            new SweepRunner(document.Template!, description, store).Run(
                2, progress: null, TestContext.Current.CancellationToken);
            SweepTables.Write(directory, description, store);
        }

        string[] lines = File.ReadAllLines(Path.Combine(directory, SweepTables.CellsFile));
        string[] names = lines[0].Split(',');
        foreach (string[] row in lines.Select(line => line.Split(',')).Where(row => row[3] == "ack.accepted"))
        {
            double push = Number(row, "network.push.loss");
            double mean = Members * (1 - push) * (1 - Number(row, "network.ack.loss"));
            if (Number(row, "low") <= mean && mean <= Number(row, "high"))
            {
                contained[(int)Number(row, "cell")]++;
            }
        }

        double Number(string[] row, string name) =>
            double.Parse(row[Array.IndexOf(names, name)], CultureInfo.InvariantCulture);
    }
}
