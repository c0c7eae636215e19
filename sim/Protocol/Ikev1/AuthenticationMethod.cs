namespace GdoiSim.Protocol.Ikev1;

/// <summary>How the sides of a phase 1 prove who they are (RFC 2409 appendix A; RFC 4754 section 4).</summary>
public enum AuthenticationMethod : ushort
{
    /// <summary>A secret that both have had before (RFC 2409 section 5.4).</summary>
    PresharedKey = 1,

    /// <summary>RSA signatures (RFC 2409 section 5.1).</summary>
    RsaSignature = 3,

    /// <summary>ECDSA with SHA-256 on P-256 (RFC 4754).</summary>
    EcdsaP256 = 9,
}

/// <summary>Questions about <see cref="AuthenticationMethod"/>.</summary>
public static class AuthenticationMethodExtensions
{
    /// <summary>Whether it is one of the three.</summary>
    public static bool IsDefined(this AuthenticationMethod method) => method
        is AuthenticationMethod.PresharedKey or AuthenticationMethod.RsaSignature or AuthenticationMethod.EcdsaP256;
}
