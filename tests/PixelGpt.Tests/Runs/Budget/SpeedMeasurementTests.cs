using PixelGpt.Data;
using PixelGpt.Runs.Budget;
using PixelGpt.Tests.Infrastructure;

namespace PixelGpt.Tests.Runs.Budget;

public class SpeedMeasurementTests
{
    [Fact]
    public void Training_evaluation_and_saving_are_measured()
    {
        SpriteDataset data = TinyModels.Dataset();
        TrainingSpeed speed = Measure(data);
        Assert.Equal(data["train"].Count, speed.TrainSprites);
        Assert.All([speed.SecondsPerSprite, speed.EvaluationSeconds, speed.SaveSeconds], seconds => Assert.InRange(seconds, 1e-9, 60));
        Assert.Equal((speed.SecondsPerSprite * data["train"].Count) + speed.EvaluationSeconds + speed.SaveSeconds, speed.SecondsPerEpoch);
    }

    [Fact]
    public void Without_dev_sprites_there_is_no_evaluation()
    {
        SpriteDataset data = TinyModels.Dataset();
        Assert.Equal(0, Measure(new SpriteDataset("no dev", data.Palette, data.Width, data.Height, [new("train", data["train"])])).EvaluationSeconds);
    }

    [Fact]
    public void A_cancelled_measurement_throws()
    {
        Assert.Throws<OperationCanceledException>(() => Measure(TinyModels.Dataset(), new CancellationToken(canceled: true)));
    }

    private static TrainingSpeed Measure(SpriteDataset data, CancellationToken cancellationToken = default) =>
        new SpeedMeasurement(data, 2, cancellationToken).Measure(TinyModels.Config(), RunFixture.Recipe, TimeSpan.FromMilliseconds(1));
}
