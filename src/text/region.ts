/** Whether a name is made as those of Regions are: `eu-west-1`. New ones come every year. */
export const isRegion = (name: string): boolean => /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/.test(name);
