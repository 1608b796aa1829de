using PixelGpt.Numerics;

namespace PixelGpt.Tests.Numerics;

public class NonFiniteTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void The_first_value_that_is_not_finite_is_found_at_any_index_of_any_length(float value)
    {
        for (int length = 0; length < 40; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(i => i % 2 == 0 ? float.MaxValue : -float.Epsilon * i)];
            Assert.Equal(-1, NonFinite.IndexOf(values));
            Assert.Equal(0, NonFinite.Count(values));
            for (int last = length - 1; last >= 0; last--)
            {
                values[last] = value;
                Assert.Equal(last, NonFinite.IndexOf(values));
                Assert.Equal(length - last, NonFinite.Count(values));
            }
        }
    }
}
