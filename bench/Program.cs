using BenchmarkDotNet.Running;

// dotnet run -c Release --project bench -- --filter '*Ack*'; without a filter it asks which.
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
