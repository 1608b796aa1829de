namespace PixelGpt.Data.Sources.Creatures.Bodies;

/// <summary>All body plans. One that is listed twice is twice as probable.</summary>
internal static class BodyPlans
{
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
}
