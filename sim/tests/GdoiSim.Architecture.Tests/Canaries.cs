using System.Diagnostics;
using System.Security.Cryptography;

#pragma warning disable CA2211, CA1802, IDE0044, CS0649, CS0169, CA1823, IDE0051 // what the canaries are about
#pragma warning disable CA5394, CA1849, CA1307 // never run

namespace GdoiSim.Architecture.Tests;

/// <summary>
/// Code that breaks each rule once. It is compiled and never run: the tests look for it in their own assembly and so
/// prove that the rule can fail.
/// </summary>
internal static class Canaries
{
    public static readonly int[] ExposedArray = [1];

    public static readonly Dictionary<string, int> ExposedDictionary = [];

    public static int MutableField;

    private static readonly int[] HiddenArray = [2];

    [ThreadStatic]
    private static int _threadState;

    public static int[] ExposedThroughProperty => HiddenArray;

    public static string? MutableProperty { get; set; }

    internal readonly struct Own
    {
        public override int GetHashCode() => 1;
    }

    internal static class WallClock
    {
        internal static long Now() => DateTime.Now.Ticks + DateTime.UtcNow.Ticks + DateTime.Today.Ticks;

        internal static long Offset() => DateTimeOffset.Now.Ticks + DateTimeOffset.UtcNow.Ticks;

        internal static long Elapsed() => Stopwatch.GetTimestamp();

        internal static long Ticks() => Environment.TickCount64 + Environment.TickCount;

        internal static TimeProvider Provider() => TimeProvider.System;
    }

    internal static class Timers
    {
        internal static void Sleep() => Thread.Sleep(1);

        internal static Task Delay() => Task.Delay(1);
    }

    internal static class Randomness
    {
        internal static int Shared() => Random.Shared.Next();

        internal static object Own() => new Random(1);

        internal static Guid Name() => Guid.NewGuid();

        internal static byte[] Octets() => RandomNumberGenerator.GetBytes(4);

        // A delegate to a banned method is a use as well, and so is one inside a lambda.
        internal static Func<Guid> Delegate() => Guid.NewGuid;

        internal static Func<int> Lambda() => () => Random.Shared.Next();
    }

    internal static class Hashes
    {
        internal static int Text(string text) => text.GetHashCode();

        internal static int OwnOfValueType(in Own own) => own.GetHashCode();

        internal static int Combined(int left, int right) => HashCode.Combine(left, right);
    }

    internal static class Transcendentals
    {
        internal static double Scalar(double x) => Math.Log(x) + Math.Pow(x, 2) + double.Exp(x) + MathF.Sin(1);

        internal static System.Runtime.Intrinsics.Vector512<double> Lanes(
            System.Runtime.Intrinsics.Vector512<double> x) => System.Runtime.Intrinsics.Vector512.Log(x);
    }

    internal static class Output
    {
        internal static void Print() => Console.WriteLine(_threadState);
    }
}
