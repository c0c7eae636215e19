using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Tests;

/// <summary>The cryptographic providers under test, by a name that test reports can show.</summary>
internal static class Providers
{
    public static readonly string[] Names =
        [new SystemCryptographyProvider().Name, new BouncyCastleCryptographyProvider().Name];

    public static ICryptographyProvider Get(string name) =>
        name == Names[0] ? new SystemCryptographyProvider() : new BouncyCastleCryptographyProvider();
}
