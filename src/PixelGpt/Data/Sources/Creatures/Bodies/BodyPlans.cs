namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>The body plans. One that is listed twice is twice as probable.</summary>
internal static class BodyPlans
{
    /// <summary>The body plans of the data set <c>creatures</c>.</summary>
    public static readonly IBodyPlan[] All =
    [
        new Blob(),
        new Biped(), new Biped(), new Biped(),
        new Quadruped(), new Quadruped(), new Quadruped(),
        new Sitter(), new Sitter(),
        new Chick(),
        new Songbird(),
        new Moth(),
        new Beetle(),
        new Crab(),
        new Fish(), new Fish(),
        new Jelly(),
        new Serpent(),
        new Caterpillar(),
        new Bloom(),
        new Mushroom(),
        new Ghost(),
        new Golem(), new Golem(),
        new Dragon(), new Dragon(),
        new Shellback(),
        new Bat(),
        new Hatchling(),
        new Mage(),
        new Ember(),
    ];

    /// <summary>The body plans of creatures with <see cref="DetailLevel.Small"/>.</summary>
    public static readonly IBodyPlan[] Small =
    [
        .. All,
        new Slime(), new Slime(),
        new Knight(), new Knight(),
        new Robot(),
        new Skeleton(),
        new Owl(),
        new Cactus(),
    ];

    /// <summary>The body plans of creatures with <see cref="DetailLevel.Medium"/> and <see cref="DetailLevel.Large"/>: also those with thin or many limbs.</summary>
    public static readonly IBodyPlan[] Large = [.. Small, new Frog(), new Spider()];
}
