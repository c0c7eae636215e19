namespace GdoiSim.Group;

/// <summary>Octets of the messages of a registration, UDP payload.</summary>
internal static class RegistrationSizes
{
    /// <summary>Octets of a request.</summary>
    internal static int Request(RegistrationStep step) => step switch
    {
        RegistrationStep.Proposal => 84,
        RegistrationStep.KeyExchange => 128,
        RegistrationStep.Authentication => 332,
        RegistrationStep.PullRequest => 108,
        _ => 76,
    };

    /// <summary>Octets of a reply.</summary>
    internal static int Reply(RegistrationStep step) => step switch
    {
        RegistrationStep.Proposal => 84,
        RegistrationStep.KeyExchange => 128,
        RegistrationStep.Authentication => 332,
        RegistrationStep.PullRequest => 268,
        _ => 508,
    };
}
