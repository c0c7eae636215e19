namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>Plan directories as the documentation of the files has them.</summary>
internal static class WrittenPlan
{
    public const string Scenario = "name: branch\ngroup: {size: 2000, jitter: 6s}\n";

    /// <summary>A plan with everything that a plan can have.</summary>
    public static void Write(string directory, bool feasible = true)
    {
        Directory.CreateDirectory(directory);
        var answer = feasible
            ? """{"value": 4200, "text": "a word", "feasible": true, "confidence": 0.95, "next_infeasible": 4250}"""
            : """{"value": null, "text": "", "feasible": false, "confidence": 0.95, "next_infeasible": null}""";
        File.WriteAllText(Path.Combine(directory, "plan.json"), $$"""
            {"schema": 2, "kind": "plan", "name": "branch-wan", "question": "How many branches can this server rekey?",
             "product": "gdoisim test", "scenario_name": "branch", "scenario_file": "branch.yaml",
             "scenario_hash": "ab", "plan_file_text": "scenario: branch.yaml\n",
             "scenario_text": {{System.Text.Json.JsonSerializer.Serialize(Scenario)}},
             "plan_hash": "cd", "seed": 1,
             "objective": {"path": "group.size", "unit": "", "direction": "largest", "low": 500, "high": 10000},
             "answer": {{answer}},
             "binding": {"constraint": "ack.dropped / ack.arrived <= 0.1%"},
             "relax": [{"change": "group.jitter=10s", "text": "4 s more jitter", "answer": "7150",
                        "gain": "2950 members"},
                       {"change": "key_server.cores=2", "text": "a second core", "answer": "8400",
                        "gain": "4200 members"}],
             "closed_form": {"value": 4456, "text": "4456", "formula": "N = K + J / S",
                             "difference": "6 % above the simulated answer",
                             "reason": "the fluid bound knows no chance: near balance the queue overflows"},
             "constraints": ["completion_seconds.p99 <= 10s", "ack.dropped / ack.arrived <= 0.1%",
                             "missing.false == 0 with 95% confidence in 95% of runs",
                             "evicted.healthy per member and rekey <= 1e-8"],
             "rare": [{"constraint": "evicted.healthy per member and rekey <= 1e-8", "probability": 3.2e-9,
                       "low": 2.1e-9, "high": 4.6e-9, "effective_sample_size": 812,
                       "method": "importance sampling over loss draws",
                       "trusted": true, "reason": ""}],
             "monotone": true, "notes": ["The answer is 8 steps below the end of the bracket."],
             "replications_run": 640,
             "against": {"path": "key_server.service_time.accepted", "unit": "s"},
             "series": {"path": "group.jitter", "unit": "s"} }
            """);
        File.WriteAllText(Path.Combine(directory, "probes.csv"), Probes(feasible));
        File.WriteAllText(Path.Combine(directory, "frontier.csv"), Frontier());
    }

    private static string Probes(bool feasible)
    {
        var rows = new System.Text.StringBuilder("value,constraint,replications,satisfied,mean,low,high,verdict\n");
        foreach (var value in new[] { 500, 2000, 3500, 4000, 4200, 4250, 4500, 5000, 7500, 10000 })
        {
            var over = feasible ? Math.Clamp((value - 4190) / 8000.0, 0, 0.8) : 0.2;
            var (low, high) = (over * 0.8, (over * 1.2) + 0.0002);
            var verdict = high <= 0.001 ? "feasible" : low > 0.001 ? "infeasible" : "undecided";
            verdict = feasible && value == 4200 ? "feasible" : verdict;
            var (clean, second) = (over < 0.3, 5 + (value / 4000.0));
            FormattableString[] lines =
            [
                $"{value},completion_seconds.p99 <= 10s,16,16,{second},{second - 0.1},{second + 0.1},feasible\n",
                $"{value},ack.dropped / ack.arrived <= 0.1%,16,{(clean ? 16 : 0)},{over},{low},{high},{verdict}\n",
                $"{value},missing.false == 0 with 95% confidence in 95% of runs,64,{(clean ? 64 : 20)},",
                $"{(clean ? 1 : 0.31)},{(clean ? 0.954 : 0.2)},{(clean ? 1 : 0.42)},",
                $"{(clean ? "feasible" : "infeasible")}\n",
                $"{value},evicted.healthy per member and rekey <= 1e-8,64,64,3e-09,2e-09,4e-09,feasible\n",
            ];
            foreach (var line in lines)
            {
                rows.Append(line.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return rows.ToString();
    }

    private static string Frontier()
    {
        var rows = new System.Text.StringBuilder("series,against,value,low,high,feasible\n");
        foreach (var jitter in new[] { "2s", "5s", "10s" })
        {
            foreach (var service in new[] { "250us", "500us", "1ms", "2ms", "50ms" })
            {
                _ = GdoiSim.Scenario.Quantity.TryParse(jitter, out var window);
                _ = GdoiSim.Scenario.Quantity.TryParse(service, out var each);
                var value = Math.Round((window.Value / each.Value) + 100);
                rows.Append(System.Globalization.CultureInfo.InvariantCulture, $"{jitter},{service},");
                rows.Append(service == "50ms"
                    ? ",,,false\n"
                    : $"{value},{Math.Round(0.97 * value)},{Math.Round(1.04 * value)},true\n");
            }
        }

        return rows.ToString();
    }
}
