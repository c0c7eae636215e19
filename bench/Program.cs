using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using GdoiSim.Analysis.Charts;
using GdoiSim.Bench.Results;
using GdoiSim.Bench.Scaling;

// dotnet run -c Release --project bench -- --filter '*Ack*'; without a filter it asks which.
if (args is ["scaling", .. string[] scaling])
{
    return ScalingRun.Run(scaling);
}

if (args is ["pipeline", .. string[] pipeline])
{
    return PipelineTables.Run(pipeline);
}

// Two minutes, which is the default, are too few for the solution on two busy cores.
IConfig config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
Summary[] summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config)];
List<AckSpeed> speeds = AckSpeed.Of(summaries);
if (speeds.Count > 0)
{
    var charts = new ChartSet([AckSpeedChart.Draw(speeds, Machine.Name)]);
    foreach (string path in charts.Write(summaries[0].ResultsDirectoryPath))
    {
        Console.WriteLine(path);
    }
}

return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
